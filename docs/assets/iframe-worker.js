// Search runs in a worker, and browsers allow a page that was opened from a folder none: there, a hidden frame does its work.
if (location.protocol === "file:") {
  window.Worker = class FrameWorker extends EventTarget {
    constructor(url) {
      super()
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.append(this.frame)
      const inside = this.frame.contentWindow
      inside.document.open()
      inside.postMessage = (data) => this.tell(data)
      inside.importScripts = (...urls) =>
        urls.reduce((before, one) => before.then(() => this.load(inside, one)), Promise.resolve())
      inside.document.write(`<body><script src="${url}"><\/script></body>`)
      inside.document.close()
      this.ready = new Promise((loaded) => (inside.onload = loaded))
    }

    load(inside, url) {
      return new Promise((loaded, failed) => {
        const script = inside.document.createElement("script")
        Object.assign(script, { src: url, onload: loaded, onerror: failed })
        inside.document.body.append(script)
      })
    }

    tell(data) {
      const event = new MessageEvent("message", { data })
      this.dispatchEvent(event)
      this.onmessage?.(event)
    }

    postMessage(data) {
      this.ready.then(() => {
        const inside = this.frame.contentWindow
        inside.dispatchEvent(new inside.MessageEvent("message", { data: structuredClone(data) }))
      })
    }

    terminate() {
      this.frame.remove()
    }
  }
}
