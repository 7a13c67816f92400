#include "command.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { MOST_ARGUMENTS = 40 };

static char folder[] = "/tmp/conelet_cli_XXXXXX";

static void read_text(const char *path, char *text, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t length = file == NULL ? 0 : fread(text, 1, room - 1, file);
    text[length] = '\0';
    if (file != NULL) fclose(file);
}

static void redirect(const char *path, int descriptor)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || dup2(file, descriptor) < 0) _exit(126);
    close(file);
}

void command_start(command_run *run, const char *const *arguments)
{
    char *copied[MOST_ARGUMENTS + 2] = {CONELET_COMMAND};
    for (int i = 0; arguments[i] != NULL && i < MOST_ARGUMENTS; i++) copied[i + 1] = (char *)arguments[i];

    memset(run, 0, sizeof(*run));
    run->exit_code = -1;
    pid_t child = fork();
    if (child == 0) {
        redirect("stdout", STDOUT_FILENO);
        redirect("stderr", STDERR_FILENO);
        execv(CONELET_COMMAND, copied);
        _exit(127);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child) return;
    if (WIFEXITED(status)) run->exit_code = WEXITSTATUS(status);
    read_text("stdout", run->output, sizeof(run->output));
    read_text("stderr", run->errors, sizeof(run->errors));
}

void command_enter(void)
{
    if (mkdtemp(folder) == NULL || chdir(folder) != 0) {
        perror("a folder for the test");
        exit(1);
    }
}

void command_leave(void)
{
    DIR *entries = opendir(".");
    if (entries == NULL) return;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] != '.') unlink(entry->d_name);
    }
    closedir(entries);
    if (chdir("/") == 0) rmdir(folder);
}

void command_write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (!CHECK(file != NULL)) return;
    fputs(text, file);
    CHECK_INT(fclose(file), 0);
}

void check_run(const command_run *run, int exit_code, const char *part)
{
    check_note("stdout: %.150s stderr: %s", run->output, run->errors);
    CHECK_INT(run->exit_code, exit_code);
    if (exit_code < 2) {
        CHECK_STR(run->errors, "");
        return;
    }
    CHECK_CONTAINS(run->errors, part);
    const char *line_end = strchr(run->errors, '\n');
    CHECK_THAT(line_end != NULL && line_end[1] == '\0', "stderr is one line");
}
