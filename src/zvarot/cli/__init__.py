"""The command `zvarot`: starts the programs and gives operators their tools."""
