before_each "x"
