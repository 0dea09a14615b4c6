namespace Corpus.DeclarationsCorrect.Fleet;

public sealed record Ping(string Vehicle, string Driver, double Speed);

[Operator("declarationscorrect.fleet")]
public sealed partial class Fastest : KeyedOperator<string, Ping, Ping>
{
    [State] private partial double Highest { get; set; }

    protected override void OnEvent(Ping ping, OperatorContext<Ping> context)
    {
        if (ping.Speed <= Highest)
            return;
        Highest = ping.Speed;
        context.Emit(ping);
    }
}

[Operator("declarationscorrect.fleet.changes")]
public sealed partial class Changes<T> : KeyedOperator<T, Ping, Ping>
    where T : notnull
{
    [State] private partial Ping? Last { get; set; }

    protected override void OnEvent(Ping ping, OperatorContext<Ping> context)
    {
        if (Last != ping)
            context.Emit(ping);
        Last = ping;
    }
}

public static class FleetJobs
{
    public static EventStream<Ping> Describe(EventStream<Ping> pings) => pings
        .KeyBy(ping => ping.Vehicle).Process(() => new Fastest())
        .KeyBy(ping => ping.Driver).Process(() => new Fastest(), id: "fastest-by-driver");

    public static (EventStream<Ping> Vehicles, EventStream<Ping> Drivers) Branches(EventStream<Ping> pings)
    {
        // Two pipelines that share only their source.
        var vehicles = pings.KeyBy(ping => ping.Vehicle).Process(() => new Changes<string>());
        var drivers = pings.KeyBy(ping => ping.Driver).Process(() => new Changes<string>());
        return (vehicles, drivers);
    }

    public static EventStream<Ping> Mixed(EventStream<Ping> pings)
    {
        var vehicles = pings.KeyBy(ping => ping.Vehicle).Process(() => new Changes<string>(), id: "fleet-vehicles");
        return vehicles.KeyBy(ping => (int)ping.Speed).Process(() => new Changes<int>());
    }

    public static Task<JobResult> RunAsync(RunnablePipeline pipeline, IProgress<JobProgress> progress) => pipeline.RunAsync(new()
    {
        JobId = "fleet",
        CheckpointTo = "checkpoints/",
        CheckpointInterval = TimeSpan.FromSeconds(5),
        MinimumPause = TimeSpan.FromSeconds(1),
        Restart = RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1)),
        Progress = progress,
        ProgressInterval = TimeSpan.FromSeconds(30),
        Parallelism = 3,
        MaxParallelism = 96,
    });

    public static Task<JobResult> RunOnceAsync(RunnablePipeline pipeline)
    {
        var options = new PipelineOptions { JobId = "fleet-once", CheckpointTimeout = TimeSpan.FromMinutes(1), Parallelism = 3 };
        return pipeline.RunAsync(options with { CheckpointTo = "checkpoints/", CheckpointInterval = TimeSpan.FromMinutes(1) });
    }
}
