// Everything whose speed is promised. There is nothing to measure yet.
