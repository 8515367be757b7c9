module podwright/types

go 1.24
