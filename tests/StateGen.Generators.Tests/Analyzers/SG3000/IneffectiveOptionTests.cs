namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class IneffectiveOptionTests() : RuleTests("SG3004")
{
    [Fact]
    public Task A_period_without_a_place_is_reported() => VerifyOptionsAsync("[|CheckpointInterval = TimeSpan.FromSeconds(10)|]");

    [Fact]
    public Task A_number_of_checkpoints_to_keep_without_a_place_is_reported() => VerifyOptionsAsync("[|RetainedCheckpoints = 5|]");

    [Fact]
    public Task A_pause_between_checkpoints_that_are_not_taken_is_reported() => VerifyOptionsAsync("""CheckpointTo = "checkpoints/", [|MinimumPause = TimeSpan.FromSeconds(1)|]""");

    [Fact]
    public Task Tolerance_for_checkpoints_that_are_not_taken_is_reported() => VerifyOptionsAsync("[|TolerableCheckpointFailures = 3|]");

    [Fact]
    public Task A_restart_without_a_place_is_reported() => VerifyOptionsAsync("[|Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero)|]");

    [Fact]
    public Task An_interval_of_reports_that_nobody_hears_is_reported() => VerifyOptionsAsync("[|ProgressInterval = TimeSpan.FromSeconds(1)|]");

    [Theory]
    [InlineData("[|StopOnTermination = true|]")]
    [InlineData("[|StopRequested = new System.Threading.CancellationTokenSource().Token|]")]
    [InlineData("[|CheckpointTrigger = new()|]")]
    [InlineData("CheckpointTo = \"checkpoints/\", CheckpointTrigger = new()")]
    [InlineData("StopOnTermination = false")]
    [InlineData("StopRequested = default")]
    [InlineData("StopRequested = System.Threading.CancellationToken.None")]
    [InlineData("CheckpointTo = \"checkpoints/\", StopOnTermination = true")]
    public Task A_graceful_stop_without_a_place_is_reported(string options) => VerifyOptionsAsync(options);

    [Fact]
    public Task A_place_that_is_null_is_reported() => VerifyOptionsAsync("CheckpointTo = null, [|RetainedCheckpoints = 5|]");

    [Fact]
    public Task Each_option_is_reported() => VerifyOptionsAsync("[|CheckpointInterval = TimeSpan.FromSeconds(10)|], [|RetainedCheckpoints = 5|]");

    [Fact]
    public Task Options_in_a_variable_are_reported() => VerifyAsync(Job("""
        var options = new PipelineOptions { JobId = "job", [|RetainedCheckpoints = 5|] };
                return pipeline.RunAsync(options);
        """));

    [Fact]
    public Task Options_that_a_method_returns_are_reported() => VerifyAsync("""
        internal static class Job
        {
            public static PipelineOptions Configure() => new() { JobId = "job", [|RetainedCheckpoints = 5|] };
        }
        """);

    [Fact]
    public Task Options_with_what_they_need_are_correct() => VerifyOptionsAsync("""
        CheckpointTo = "checkpoints/", CheckpointInterval = TimeSpan.FromSeconds(10), RetainedCheckpoints = 5, MinimumPause = TimeSpan.FromSeconds(1),
                TolerableCheckpointFailures = 3, Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero)
        """);

    [Fact]
    public Task A_place_without_a_period_is_correct() => VerifyOptionsAsync("""CheckpointTo = "checkpoints/", RetainedCheckpoints = 5""");

    [Fact]
    public Task A_timeout_of_the_final_checkpoint_is_correct() => VerifyOptionsAsync("CheckpointTimeout = TimeSpan.FromMinutes(1)");

    [Fact]
    public Task No_restart_is_correct() => VerifyOptionsAsync("Restart = RestartStrategy.None");

    [Fact]
    public Task A_period_that_is_null_is_correct() => VerifyOptionsAsync("CheckpointInterval = null");

    [Fact]
    public Task Options_of_a_host_are_correct() => VerifyAsync("""
        internal static class Job
        {
            public static OperatorHostOptions Configure() => new() { Parallelism = 2, Subtask = 1 };
        }
        """);

    [Fact]
    public Task Options_that_are_completed_are_correct() => VerifyAsync(Job("""
        var options = new PipelineOptions { JobId = "job", RetainedCheckpoints = 5 };
                return pipeline.RunAsync(options with { CheckpointTo = "checkpoints/", Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero) });
        """));

    [Fact]
    public Task Options_in_a_field_are_correct() => VerifyAsync("""
        internal static class Job
        {
            public static readonly PipelineOptions Options = new() { JobId = "job", RetainedCheckpoints = 5 };
        }
        """);

    private Task VerifyOptionsAsync(string options) => VerifyAsync(Job($$"""return pipeline.RunAsync(new PipelineOptions { JobId = "job", {{options}} });"""));

    private static string Job(string statements) => $$"""
        internal static class Job
        {
            public static Task RunAsync(RunnablePipeline pipeline)
            {
                {{statements}}
            }
        }
        """;
}
