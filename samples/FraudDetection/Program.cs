using FraudDetection;
using StateGen;
using StateGen.RocksDb;

// FraudDetection TRANSACTIONS OUTPUT [--backend memory|rocksdb]: writes the transactions that look like fraud to OUTPUT/alerts.
if (args is not [var input, var output, .. var options] || options is not ([] or ["--backend", "memory" or "rocksdb"]))
{
    Console.Error.WriteLine("error: specify the file of transactions and the directory for the output, and --backend memory or --backend rocksdb if you like.");
    return 2;
}

var alerts = FileSink.Lines<Alert>(Path.Combine(output, "alerts"), alert => alert.ToCsv());
try
{
    await FraudDetector.Detect(FileSource.Lines(input, skip: 1, Transaction.Parse), alerts).RunAsync(new()
    {
        JobId = "fraud-detection", CheckpointTo = Path.Combine(output, "checkpoints"), Parallelism = 2, StopOnTermination = true,
        Backend = options is [_, "rocksdb"] ? RocksDbBackend.At(Path.Combine(output, "state")) : MemoryBackend.Default,
    });
    return 0;
}
catch (StateGenException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
