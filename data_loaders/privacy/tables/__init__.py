"""Tables as networks and equations, without any rule of ours."""
