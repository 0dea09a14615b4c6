using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>The backend that <c>[Operator]</c> requires, from the attribute to the pipeline that is refused.</summary>
public class RequiredBackendTests
{
    private const string Operators = """
        [Operator("required", Backend = typeof(StateGen.RocksDb.RocksDbBackend))]
        internal sealed partial class Required : KeyedOperator<string, string, string>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(string value, OperatorContext<string> context) => Count++;
        }

        [Operator("generic", Backend = typeof(StateGen.RocksDb.RocksDbBackend))]
        internal sealed partial class Generic<T> : KeyedOperator<string, string, string>
        {
            [State] private partial T? Last { get; set; }

            protected override void OnEvent(string value, OperatorContext<string> context) => Last = default;
        }

        [Operator("memory", Backend = typeof(MemoryBackend))]
        internal sealed partial class InMemory : KeyedOperator<string, string, string>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(string value, OperatorContext<string> context) => Count++;
        }

        [Operator("any")]
        internal sealed partial class Anywhere : KeyedOperator<string, string, string>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(string value, OperatorContext<string> context) => Count++;
        }
        """;

    [Theory]
    [InlineData("Required", "required")]
    [InlineData("Generic<int>", "generic")]
    public Task A_pipeline_on_another_backend_is_refused_before_it_reads(string type, string id) => RunAsync(type, $"""
        Expect.Equal("Operator '{id}' requires the backend 'RocksDbBackend', but the pipeline uses 'MemoryBackend'. Set PipelineOptions.Backend to the required backend, or remove Backend from its [Operator].", error.Message);
        """);

    [Theory]
    [InlineData("InMemory")]
    [InlineData("Anywhere")]
    public Task A_pipeline_on_the_required_backend_goes_on_to_read(string type) => RunAsync(type, """
        Expect.Equal(true, error.Message.Contains("missing.csv", StringComparison.Ordinal));
        """);

    [Fact]
    public Task A_host_runs_the_operator_on_any_backend() => Generated.From(Operators, """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await OperatorHost.OpenAsync(new Required(), new OperatorHostOptions());
                host.Process("a", "x", DateTimeOffset.UnixEpoch);
                Expect.Equal(1L, host.CountEntries());
            }
        }
        """).RunScenarioAsync();

    private static Task RunAsync(string type, string check) => Generated.From(Operators, $$"""
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                var pipeline = Pipeline.From(FileSource.Lines("missing.csv", 0, line => line)).KeyBy(line => line).Process(() => new {{type}}()).To(FileSink.Lines<string>("missing/", line => line));
                try
                {
                    await pipeline.RunAsync(new PipelineOptions { JobId = "job" });
                }
                catch (Exception error)
                {
                    {{check}}
                    return;
                }

                throw new InvalidOperationException("The pipeline ran.");
            }
        }
        """).RunScenarioAsync();
}
