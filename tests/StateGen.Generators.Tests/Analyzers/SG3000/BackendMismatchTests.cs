namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class BackendMismatchTests() : RuleTests("SG3001")
{
    private const string RocksDb = "StateGen.RocksDb.RocksDbBackend";
    private const string OnDisk = $"Backend = {RocksDb}.At(\"state\")";

    [Fact]
    public Task Another_backend_is_reported() => VerifyRunAsync(RocksDb, "[|Backend = MemoryBackend.Default|]");

    [Fact]
    public Task Disk_instead_of_memory_is_reported() => VerifyRunAsync("MemoryBackend", $"[|{OnDisk}|]");

    [Fact]
    public Task The_default_is_reported() => VerifyStatementsAsync(RocksDb, """
        return stream.Process(() => new Sample()).To(sink).RunAsync([|new|] PipelineOptions { JobId = "job" });
        """);

    [Fact]
    public Task The_default_of_a_short_creation_is_reported() => VerifyStatementsAsync(RocksDb, """
        return stream.Process(() => new Sample()).To(sink).RunAsync([|new|]() { JobId = "job" });
        """);

    [Fact]
    public Task Options_in_a_variable_are_reported() => VerifyStatementsAsync(RocksDb, """
        var options = new PipelineOptions { JobId = "job", [|Backend = MemoryBackend.Default|] };
                return stream.Process(() => new Sample()).To(sink).RunAsync(options);
        """);

    [Fact]
    public Task A_pipeline_in_variables_is_reported() => VerifyStatementsAsync(RocksDb, """
        var processed = stream.Process(() => new Sample());
                var pipeline = processed.To(sink);
                return pipeline.RunAsync(new() { JobId = "job", [|Backend = MemoryBackend.Default|] });
        """);

    [Fact]
    public Task A_copy_of_options_is_reported() => VerifyStatementsAsync(RocksDb, """
        var options = new PipelineOptions { JobId = "job" };
                return stream.Process(() => new Sample()).To(sink).RunAsync(options with { [|Backend = MemoryBackend.Default|] });
        """);

    [Fact]
    public Task A_pipeline_of_two_operators_is_reported() => VerifyStatementsAsync(RocksDb, """
        return stream.Process(() => new Sample()).KeyBy(value => "all").Process(() => new Other()).To(sink)
                    .RunAsync(new() { JobId = "job", [|Backend = MemoryBackend.Default|] });
        """);

    [Fact]
    public Task A_pipeline_of_several_sinks_is_reported() => VerifyStatementsAsync(RocksDb, """
        var sample = stream.Process(() => new Sample());
                var other = stream.Process(() => new Other());
                var pipeline = Pipeline.Combine(other.To(sink, "other"), sample.Union(other).To(sink, "all"));
                return pipeline.RunAsync(new() { JobId = "job", [|Backend = MemoryBackend.Default|] });
        """);

    [Fact]
    public Task Several_sinks_without_the_operator_are_correct() => VerifyStatementsAsync(RocksDb, """
        var other = stream.Process(() => new Other());
                return Pipeline.Combine(other.To(sink, "other"), other.To(sink, "all")).RunAsync(new() { JobId = "job", Backend = MemoryBackend.Default });
        """);

    [Fact]
    public Task A_choice_of_others_is_reported() => VerifyRunAsync(
        "Mine", $"[|Backend = sink is null ? MemoryBackend.Default : {RocksDb}.At(\"state\")|]".Replace("? Mem", "? (StateGen.Backends.IStateBackend)Mem", StringComparison.Ordinal));

    [Fact]
    public Task The_required_backend_is_correct() => VerifyRunAsync(RocksDb, OnDisk);

    [Fact]
    public Task The_default_is_correct_where_memory_is_required() => VerifyRunAsync("MemoryBackend", "Parallelism = 2");

    [Fact]
    public Task A_choice_that_may_be_right_is_correct() => VerifyRunAsync(RocksDb, $"Backend = sink is null ? MemoryBackend.Default : (StateGen.Backends.IStateBackend){RocksDb}.At(\"state\")");

    [Fact]
    public Task A_backend_that_the_code_does_not_show_is_correct() => VerifyAsync(Code(RocksDb, """
        return stream.Process(() => new Sample()).To(sink).RunAsync(new() { JobId = "job", Backend = Choose() });
            }

            private static StateGen.Backends.IStateBackend Choose()
            {
                return MemoryBackend.Default;
        """));

    [Fact]
    public Task An_operator_that_requires_none_is_correct() => VerifyStatementsAsync(RocksDb, """
        return stream.Process(() => new Other()).To(sink).RunAsync(new() { JobId = "job", Backend = MemoryBackend.Default });
        """);

    [Fact]
    public Task A_pipeline_beside_one_that_requires_a_backend_is_correct() => VerifyStatementsAsync(RocksDb, $$"""
        _ = stream.Process(() => new Other()).To(sink).RunAsync(new() { JobId = "other", Backend = MemoryBackend.Default });
                return stream.Process(() => new Sample()).To(sink).RunAsync(new() { JobId = "job", {{OnDisk}} });
        """);

    [Fact]
    public Task A_variable_that_is_assigned_again_may_hold_another_pipeline() => VerifyStatementsAsync(RocksDb, """
        var processed = stream.Process(() => new Sample());
                processed = stream.Process(() => new Other());
                return processed.To(sink).RunAsync(new() { JobId = "job", Backend = MemoryBackend.Default });
        """);

    [Fact]
    public Task A_host_is_correct() => VerifyStatementsAsync(RocksDb, """
        return OperatorHost.OpenAsync(new Sample(), new OperatorHostOptions { Backend = MemoryBackend.Default });
        """);

    [Fact]
    public Task Options_that_are_completed_are_correct() => VerifyStatementsAsync(RocksDb, $$"""
        var options = new PipelineOptions { JobId = "job" };
                return stream.Process(() => new Sample()).To(sink).RunAsync(options with { {{OnDisk}} });
        """);

    private Task VerifyRunAsync(string required, string options) => VerifyStatementsAsync(
        required, $$"""return stream.Process(() => new Sample()).To(sink).RunAsync(new PipelineOptions { JobId = "job", {{options}} });""");

    private Task VerifyStatementsAsync(string required, string statements) => VerifyAsync(Code(required, statements));

    private static string Code(string required, string statements) => $$"""
        [Operator("sample", Backend = typeof({{required}}))]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count += value);
        }

        [Operator("other")]
        internal sealed partial class Other : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count += value);
        }

        internal static class Job
        {
            public static Task RunAsync(KeyedStream<string, int> stream, ISink<int> sink)
            {
                {{statements}}
            }
        }

        internal sealed class Mine : StateGen.Backends.IStateBackend
        {
            public string Name => "mine";

            public void Validate()
            {
            }

            public StateGen.Backends.StateStore Open(StateGen.Backends.StateStoreOptions options) => MemoryBackend.Default.Open(options);
        }
        """;
}
