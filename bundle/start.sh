#!/bin/sh
# 不带文件：打开网页；带文件：检查它，报告存在它旁边。Without a file the page of `simcheck serve`, with one its report.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
app="$here/app/bin/python"
if [ ! -x "$app" ] || ! "$app" -c 'import simcheck' 2>/dev/null; then
    "${PYTHON:-python3}" "$here/install.py" || exit 1
fi
if [ $# -eq 0 ]; then
    exec "$app" -m simcheck serve --data "$here/data" --open
fi
for draft in "$@"; do
    report="${draft%.*}.report.html"
    "$app" -m simcheck "$draft" -o "$report"
    # 2 and 3: not checked, and a report that is there is an older one
    test $? -le 1 && xdg-open "$report" >/dev/null 2>&1
done
