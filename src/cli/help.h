/**
 * @file help.h
 * The manual of the command.
 */
#ifndef CONELET_CLI_HELP_H
#define CONELET_CLI_HELP_H

/** Print the manual: of the command as a whole (NULL), or of "solve" or "bench". @return the exit code */
int help_command(const char *topic);

#endif
