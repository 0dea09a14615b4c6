using StateGen.Tool;

return await StateGenCommand.RunAsync(args, new()).ConfigureAwait(false);
