;;; emacs.el --- Run by scripts/editors.mjs: eglot with the server as docs/editors.md says  -*- lexical-binding: t -*-
;; Opens the tutorial's example in batch mode, waits for its diagnostics, hovers, completes and applies a quick fix.
;; Prints one line per check: `ok', or `FAILED' and why.
(setq package-enable-at-startup t)
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'cl-lib)

(defvar podwright-failed 0)
(defun podwright-report (name ok &optional detail)
  (princ (format "%s %s%s\n" (if ok "ok" "FAILED") name (if ok "" (format ": %S" detail))))
  (unless ok (setq podwright-failed (1+ podwright-failed))))
(defun podwright-wait (name condition)
  (let ((deadline (+ (float-time) 20)) ok)
    (while (and (not (setq ok (funcall condition))) (< (float-time) deadline))
      (accept-process-output nil 0.05))
    (podwright-report name ok "nothing came in 20 s")))

(define-derived-mode podwright-test-yaml-mode prog-mode "YAML")
(add-to-list 'eglot-server-programs
             `(podwright-test-yaml-mode . (,(getenv "PODWRIGHT_NODE") ,(getenv "PODWRIGHT_SERVER") "--stdio")))
(setq eglot-sync-connect 20 eglot-send-changes-idle-time 0 flymake-no-changes-timeout nil)

(find-file (getenv "PODWRIGHT_FILE"))
(podwright-test-yaml-mode)
(apply #'eglot (eglot--guess-contact))
(podwright-report "client started" (eglot-current-server))

(defvar podwright-diagnostics nil)
(cl-defmethod eglot-handle-notification :after (_server (_method (eql textDocument/publishDiagnostics))
                                                &key diagnostics &allow-other-keys)
  (setq podwright-diagnostics (append diagnostics nil)))
(defun podwright-codes () (mapcar (lambda (one) (plist-get one :code)) podwright-diagnostics))
(podwright-wait "diagnostics" (lambda () (>= (length podwright-diagnostics) 2)))
(podwright-report "the misspelt key" (member "unknown-field" (podwright-codes)) (podwright-codes))
(podwright-report "the misplaced lines" (member "yaml-misindented" (podwright-codes)) (podwright-codes))

(goto-char (point-min))
(search-forward "livenessPro")
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (podwright-report "hover" (string-match-p "livenessProbe" (format "%S" hover)) hover))
(let ((completion (jsonrpc-request (eglot--current-server-or-lose) :textDocument/completion
                                   (eglot--TextDocumentPositionParams))))
  (podwright-report "completion" (> (length (format "%S" completion)) 200) completion))

(let* ((diagnostic (cl-find "unknown-field" podwright-diagnostics
                            :key (lambda (one) (plist-get one :code)) :test #'equal))
       (actions (jsonrpc-request
                 (eglot--current-server-or-lose) :textDocument/codeAction
                 (list :textDocument (eglot--TextDocumentIdentifier)
                       :range (plist-get diagnostic :range)
                       :context (list :diagnostics (vector diagnostic)))))
       (fix (cl-find-if (lambda (one) (string-match-p "port" (plist-get one :title))) (append actions nil))))
  (when fix (eglot--apply-workspace-edit (plist-get fix :edit)))
  (goto-char (point-min))
  (podwright-report "a quick fix" (search-forward "port: 8080" nil t) actions))
(eglot--signal-textDocument/didChange)
(podwright-wait "its finding is gone" (lambda () (not (member "unknown-field" (podwright-codes)))))

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(kill-emacs (if (= podwright-failed 0) 0 1))
;;; emacs.el ends here
