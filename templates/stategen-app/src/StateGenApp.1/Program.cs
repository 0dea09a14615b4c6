using StateGenApp._1;
using StateGen;
#if (rocksdb)
using StateGen.RocksDb;
#endif

var input = Path.Combine(AppContext.BaseDirectory, "data", "orders.csv");
var directory = args.Length > 0 ? args[0] : "out";
var totals = Path.Combine(directory, "totals");

await OrderPipeline.Create(FileSource.Lines(input, skip: 1, Order.Parse), FileSink.Lines<DailyTotal>(totals, DailyTotal.ToCsv))
    .RunAsync(new PipelineOptions
    {
        JobId = "daily-totals",
#if (rocksdb)
        Backend = RocksDbBackend.At(Path.Combine(directory, "state")),
#endif
        CheckpointTo = Path.Combine(directory, "checkpoints"),
        CheckpointInterval = TimeSpan.FromSeconds(10),
        Parallelism = 2,
    });

// Every subtask commits its own files, in no common order.
foreach (var line in Directory.EnumerateFiles(totals, "*.csv").SelectMany(File.ReadLines).Order(StringComparer.Ordinal))
    Console.WriteLine(line);
