-- Opens a draft in a real Neovim that is set up as docs/editors.md says, and writes what stands under its diagnostics.
-- Environment: SETUP (the lines of the page, a file), DRAFT, TYPED (text put before the first line), RESULT.
if not vim.lsp.start then -- 0.7, as the page says
  vim.lsp.start = function(config)
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
  end
end
dofile(vim.env.SETUP)
vim.cmd("edit " .. vim.fn.fnameescape(vim.env.DRAFT))

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
