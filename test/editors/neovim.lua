-- Run by scripts/editors.mjs in a headless Neovim, 0.7 or newer: attaches the server as docs/editors.md says, and asks for
-- diagnostics, hover, completion and a quick fix. Prints one line per check: `ok`, or FAILED and why.
local program, file = vim.env.PODWRIGHT_NODE, vim.env.PODWRIGHT_FILE
local failed = 0

local function report(name, ok, detail)
  io.stdout:write((ok and 'ok ' or 'FAILED ') .. name .. (ok and '' or ': ' .. vim.inspect(detail)) .. '\n')
  if not ok then failed = failed + 1 end
end

local function waitFor(name, condition)
  local ok = vim.wait(20000, condition, 50)
  report(name, ok, 'nothing came in 20 s')
  return ok
end

vim.cmd('edit ' .. vim.fn.fnameescape(file))
vim.bo.filetype = 'yaml'
local config = { name = 'podwright', cmd = { program, vim.env.PODWRIGHT_SERVER, '--stdio' }, root_dir = vim.fn.getcwd() }
local id
if vim.lsp.start then
  id = vim.lsp.start(config)
else
  id = vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(0, id)
end
report('client started', id ~= nil, id)

waitFor('diagnostics', function() return #vim.diagnostic.get(0) >= 2 end)
local codes = {}
for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
  local lsp = diagnostic.user_data and diagnostic.user_data.lsp or {}
  codes[diagnostic.code or lsp.code or ''] = diagnostic.lnum
end
report('the misspelt key', codes['unknown-field'] ~= nil, codes)
report('the misplaced lines', codes['yaml-misindented'] ~= nil, codes)

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000) or {}
  return (answers[id] or {}).result
end

local function at(line, character)
  return { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = line, character = character } }
end

local probe = vim.fn.search('livenessProbe') - 1
local hover = ask('textDocument/hover', at(probe, 8))
report('hover', hover ~= nil and hover.contents ~= nil and vim.inspect(hover.contents):find('livenessProbe') ~= nil, hover)

local completion = ask('textDocument/completion', at(probe, 8))
local items = completion and (completion.items or completion) or {}
report('completion', #items > 3, #items)

local actions = ask('textDocument/codeAction', {
  textDocument = { uri = vim.uri_from_bufnr(0) },
  range = { start = { line = 0, character = 0 }, ['end'] = { line = vim.fn.line('$'), character = 0 } },
  context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, vim.fn.search('prot:', 'w') - 1) },
})
local edited = false
for _, action in ipairs(actions or {}) do
  if action.edit and action.title:find('port') then
    vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    edited = true
    break
  end
end
report('a quick fix', edited and vim.fn.search('^ *port: 8080') > 0, actions and #actions)
waitFor('its finding is gone', function()
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    local lsp = diagnostic.user_data and diagnostic.user_data.lsp or {}
    if (diagnostic.code or lsp.code) == 'unknown-field' then return false end
  end
  return true
end)

vim.lsp.stop_client(id)
vim.cmd(failed == 0 and 'qall!' or 'cquit!')
