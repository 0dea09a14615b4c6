using Alerts;
using StateGen;

// Alerts FLIGHTS OUTPUT: writes alerts about delays to OUTPUT/alerts, and the end of each series of delays to OUTPUT/recoveries.
if (args is not [var input, var output])
{
    Console.Error.WriteLine("error: specify the file of flights and the directory for the output.");
    return 2;
}

var flights = Pipeline.From(FileSource.Lines(input, skip: 1, Flight.Parse), name: "flights")
    .WithEventTime(flight => flight.Scheduled, maxOutOfOrderness: TimeSpan.FromMinutes(5));

// The flights take two ways: each is looked at alone, and together with the others of its route.
var severe = flights.Where(flight => flight.Delay >= 240, name: "severe").Select(flight => new Alert(flight, $"{flight.Delay} minutes late"));
var routes = flights.KeyBy(flight => flight.Route).Process(() => new RouteWatch());

var pipeline = Pipeline.Combine(
    severe.Union(routes).To(FileSink.Lines<Alert>(Path.Combine(output, "alerts"), alert => alert.ToCsv()), name: "alerts"),
    routes.SideOutput(RouteWatch.Recoveries).To(FileSink.Lines<Alert>(Path.Combine(output, "recoveries"), alert => alert.ToCsv()), name: "recoveries"));

Console.Error.Write(pipeline.Explain());
try
{
    await pipeline.RunAsync(new() { JobId = "alerts", CheckpointTo = Path.Combine(output, "checkpoints"), Parallelism = 2, StopOnTermination = true });
    return 0;
}
catch (StateGenException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
