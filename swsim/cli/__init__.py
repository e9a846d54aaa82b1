"""Floor 7: the command line. Arguments in, an app call, rendering out."""
