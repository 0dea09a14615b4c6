using System.Globalization;
using StateGen;
using StateGen.AzureBlob;
using StateGen.Backends;
using StateGen.RocksDb;
using StateGen.S3;
using StateGen.Storms;

// StateGen.Storms ROOT BACKEND PARALLELISM STEP: runs the job on ROOT/left.csv and ROOT/right.csv. STEP limits the lines that a split reads in 5 ms; 0 does not.
// StateGen.Storms ROOT BACKEND PARALLELISM STEP loop: runs a loop with operator hosts instead. STEP is the number of lines of each file in a poll.
// StateGen.Storms ROOT BACKEND PARALLELISM STEP shared URI: runs the job with checkpoints at a URI, beside other processes, as if on several machines.
// StateGen.Storms ROOT BACKEND PARALLELISM STEP shared URI PLACE PASS: the same, and stops with SIGSTOP at a pass of a place; see StoppingStorage and StoppingSink.
// StateGen.Storms URI race NAME: races with other processes for the entries whose paths are the lines of standard input.
var root = args[0];
AzureBlobCheckpoints.Register();
S3Checkpoints.Register();
try
{
    if (args[1] == "race")
    {
        await Racer.RunAsync(root, args[2]);
        return 0;
    }

    var (step, parallelism, mode) = (Number(3), Number(2), args.ElementAtOrDefault(4));
    var own = mode == "shared" ? $"rocksdb-{Environment.ProcessId}" : "rocksdb";
    IStateBackend backend = args[1] == "rocksdb" ? RocksDbBackend.At(Path.Combine(root, "state", own)) : MemoryBackend.Default;
    if (mode == "loop")
    {
        using var loop = new ConsumerLoop(root, parallelism, step);
        Console.Error.WriteLine(await loop.RunAsync(new() { Backend = backend }));
        return 0;
    }

    var stop = args.Length > 6 ? new StopPoint(args[6], Number(7)) : new StopPoint(null, 0);
    var result = await StormPipeline.Create(root, step, stop).RunAsync(new()
    {
        JobId = "storm",
        Backend = backend,
        CheckpointTo = mode == "shared" ? StoppingStorage.At(args[5], stop) : Path.Combine(root, "state", "checkpoints"),
        CheckpointInterval = TimeSpan.FromMilliseconds(30),
        Parallelism = parallelism,
        Progress = new ProgressLines(),
        ProgressInterval = TimeSpan.FromMilliseconds(7),
    });
    Console.Error.WriteLine(result.AlreadyFinished ? "was finished before" : $"finished, started from checkpoint {result.RestoredCheckpointId}");
    return 0;
}
catch (StateGenException exception)
{
    Console.Error.WriteLine($"error: {exception}");
    return 1;
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
