using StateGen.Relational.Postgres;
using StateGen.Relational.Tests.Servers;
using StateGen.TestKit.Pipelines;

namespace StateGen.Relational.Tests.Postgres;

public sealed class PostgresJobTests(PostgresServer server)
{
    private const int Runs = 4;

    private static readonly Sale[] Input = [.. Enumerable.Range(0, 2_000).Select(static number => new Sale($"shop-{number * 7 % 13}", number))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_goes_on_at_another_parallelism_from_a_database_that_crashes_again_and_again()
    {
        await using var database = await server.CreateDatabaseAsync("job");
        var sink = new ListSink<Total>();
        for (var run = 1; run <= Runs; run++)
        {
            using var stop = new CancellationTokenSource();
            var stopping = run < Runs ? stop.AfterEvents(run * Input.Length / Runs) : static (_, _, _) => ValueTask.CompletedTask;
            var source = new ListSource<Sale>(Input)
            {
                ReadSize = 100,
                BeforeRead = async (split, next, token) =>
                {
                    if (next % 700 == 300)
                        await CrashAsync();
                    await stopping(split, next, token);
                },
            };
            var options = new PipelineOptions
            {
                JobId = "job", CheckpointTo = PostgresCheckpoints.ToDatabase(database, "jobs/one"), Parallelism = run, StopRequested = stop.Token,
            };
            var result = await Pipeline.From(source).KeyBy(sale => sale.Shop).Process(() => new Totals()).To(sink).RunAsync(options, Token);
            Assert.Equal(run < Runs, result.IsStopped);
        }

        Assert.Equal(
            Input.GroupBy(sale => sale.Shop).SelectMany(static shop => shop.Select((sale, index) => new Total(shop.Key, shop.Take(index + 1).Sum(earlier => earlier.Amount)))).Order(),
            sink.Committed.Order());
    }

    private async Task CrashAsync()
    {
        await server.CrashAsync();
        await server.RestartAsync();
    }
}

/// <summary>A sale in a shop.</summary>
public sealed record Sale(string Shop, long Amount);

/// <summary>The sum of the sales of a shop so far.</summary>
public sealed record Total(string Shop, long Amount) : IComparable<Total>
{
    public int CompareTo(Total? other) => other is null ? 1 : (Shop, Amount).CompareTo((other.Shop, other.Amount));
}

/// <summary>Sums the sales of each shop.</summary>
[Operator("totals")]
public sealed partial class Totals : KeyedOperator<string, Sale, Total>
{
    [State]
    private partial long Sum { get; set; }

    protected override void OnEvent(Sale value, OperatorContext<Total> context)
    {
        Sum += value.Amount;
        context.Emit(new(Key, Sum));
    }
}
