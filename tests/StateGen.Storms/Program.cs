using System.Globalization;
using StateGen;
using StateGen.RocksDb;
using StateGen.Storms;

// StateGen.Storms ROOT BACKEND PARALLELISM STEP: runs the job on ROOT/left.csv and ROOT/right.csv. STEP limits the lines that a split reads in 5 ms; 0 does not.
// StateGen.Storms ROOT BACKEND PARALLELISM STEP loop: runs a loop with operator hosts instead. STEP is the number of lines of each file in a poll.
var (root, step) = (args[0], int.Parse(args[3], CultureInfo.InvariantCulture));
try
{
    if (args is [.., "loop"])
    {
        using var loop = new ConsumerLoop(root, int.Parse(args[2], CultureInfo.InvariantCulture), step);
        Console.Error.WriteLine(await loop.RunAsync(new()
        {
            Backend = args[1] == "rocksdb" ? RocksDbBackend.At(Path.Combine(root, "state", "rocksdb")) : MemoryBackend.Default,
        }));
        return 0;
    }

    var result = await StormPipeline.Create(root, step).RunAsync(new()
    {
        JobId = "storm",
        Backend = args[1] == "rocksdb" ? RocksDbBackend.At(Path.Combine(root, "state", "rocksdb")) : MemoryBackend.Default,
        CheckpointTo = Path.Combine(root, "state", "checkpoints"),
        CheckpointInterval = TimeSpan.FromMilliseconds(30),
        Parallelism = int.Parse(args[2], CultureInfo.InvariantCulture),
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
