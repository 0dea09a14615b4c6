using System.CommandLine;
using FlightDelays.CommandLine;

var command = new DelaysCommand().Parse(args);
if (command.Errors.Count == 0)
    return await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // The job handles signals itself.
ErrorLine.Write($"{command.Errors[0].Message} Run with --help for the options.");
return 2;
