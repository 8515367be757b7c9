module podwright/gates

go 1.24
