;;; emacs.el --- A real Emacs without a screen, set up as docs/editors.md says  -*- lexical-binding: t -*-

;; Opens a draft with the language server and writes what stands under its diagnostics.
;; Environment: SETUP (the lines of the page, a file), DRAFT, TYPED (text put before the first line), RESULT.

(require 'package)
(package-initialize)
(require 'json)
(load (getenv "SETUP"))

(defun simcheck-shown ()
  "What the diagnostics of this buffer say, and the words that they stand under."
  (vconcat
   (mapcar (lambda (found)
             `((text . ,(buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))
               (message . ,(flymake-diagnostic-text found))
               (type . ,(format "%s" (flymake-diagnostic-type found)))))
           (flymake-diagnostics))))

(defun simcheck-wait (true)
  "Wait for TRUE, half a minute at most."
  (let ((until (+ (float-time) 30)))
    (while (and (not (funcall true)) (< (float-time) until))
      (accept-process-output nil 0.05))))

(defvar simcheck-published 0 "How often the server has sent diagnostics.")
(advice-add 'eglot-handle-notification :after
            (lambda (_server method &rest _)
              (when (eq method 'textDocument/publishDiagnostics)
                (setq simcheck-published (1+ simcheck-published)))))

(defun simcheck-after (act)
  "What is shown once the server has answered to ACT."
  (let ((before simcheck-published))
    (funcall act)
    (run-hooks 'post-command-hook)
    (simcheck-wait (lambda () (> simcheck-published before)))
    (flymake-start)
    (simcheck-wait #'flymake-diagnostics)
    (simcheck-shown)))

(let* ((opened (simcheck-after (lambda () (find-file (getenv "DRAFT")))))
       (typed (simcheck-after (lambda ()
                                (goto-char (point-min))
                                (insert (getenv "TYPED"))
                                (eglot--signal-textDocument/didChange)))))
  (with-temp-file (getenv "RESULT")
    (insert (json-encode `((opened . ,opened) (typed . ,typed))))))
(set-buffer-modified-p nil)
(kill-emacs 0)
