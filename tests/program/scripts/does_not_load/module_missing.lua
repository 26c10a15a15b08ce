local helpers = require "helpres"
helpers.go()
