-- Opens a draft in a real Neovim with the language server, and writes what stands under its diagnostics.
-- Environment: SERVER (the command, as JSON), SETTINGS (JSON), DRAFT, TYPED (text put before the first line), RESULT.
local function decode(name)
  return vim.fn.json_decode(vim.env[name])
end

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.DRAFT))
local client = vim.lsp.start_client({
  name = "simcheck",
  cmd = decode("SERVER"),
  root_dir = vim.fn.fnamemodify(vim.env.DRAFT, ":h"),
  init_options = decode("SETTINGS"),
  flags = { debounce_text_changes = 20 },
})
vim.lsp.buf_attach_client(0, client)

local function shown()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    local text = vim.api.nvim_buf_get_text(0, one.lnum, one.col, one.end_lnum, one.end_col, {})
    table.insert(found, { text = table.concat(text, "\n"), message = one.message, severity = one.severity })
  end
  return found
end

local function check()
  vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  local opened = shown()
  local line = vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]
  local column = vim.diagnostic.get(0)[1].col
  vim.api.nvim_buf_set_lines(0, 0, 1, false, { vim.env.TYPED .. line })
  vim.wait(30000, function()
    local now = vim.diagnostic.get(0)[1]
    return now ~= nil and now.col ~= column
  end, 50)
  vim.fn.writefile({ vim.fn.json_encode({ opened = opened, typed = shown() }) }, vim.env.RESULT)
end

local fine, problem = pcall(check)
if not fine then
  io.stderr:write(tostring(problem))
end
vim.cmd("quitall!")
