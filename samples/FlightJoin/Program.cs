using FlightJoin;
using StateGen;

// FlightJoin FLIGHTS AIRPORTS OUTPUT: writes the flights with the names of their airports to OUTPUT/flights.
if (args is not [var flightFile, var airportFile, var output])
{
    Console.Error.WriteLine("error: specify the file of flights, the file of airports and the directory for the output.");
    return 2;
}

var airports = Pipeline.From(FileSource.Lines(airportFile, skip: 1, Airport.Parse), name: "airports")
    .WithEventTime(airport => airport.Since, maxOutOfOrderness: TimeSpan.Zero);
var pipeline = Pipeline.From(FileSource.Lines(flightFile, skip: 1, Flight.Parse), name: "flights")
    .WithEventTime(flight => flight.Scheduled, maxOutOfOrderness: TimeSpan.FromMinutes(5))
    .KeyBy(flight => flight.Origin).Connect(airports.Broadcast()).Process(() => new NameFlights())
    .To(FileSink.Lines<NamedFlight>(Path.Combine(output, "flights"), flight => flight.ToCsv()));
try
{
    await pipeline.RunAsync(new() { JobId = "flight-join", CheckpointTo = Path.Combine(output, "checkpoints"), Parallelism = 2, StopOnTermination = true });
    return 0;
}
catch (StateGenException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
