using StateGen.Tool;

var command = new StateGenCommand().Parse(args);
if (command.Errors.Count == 0)
    return await command.InvokeAsync().ConfigureAwait(false);
ErrorLine.Write($"{command.Errors[0].Message} Run with --help for the commands.");
return ExitCode.WrongUsage;
