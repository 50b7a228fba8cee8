// The page that tells what is wrong does nothing more.
export default () => {};
