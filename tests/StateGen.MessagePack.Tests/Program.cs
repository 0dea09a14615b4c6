using StateGen.MessagePack.Tests.Crashes;
using Xunit.Runner.InProc.SystemConsole;

return args is [SightingsJob.Command, var directory, var backend]
    ? await SightingsJob.RunAsync(directory, backend)
    : await ConsoleRunner.Run(args);
