namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class UnsuitableParallelismTests() : RuleTests("SG3006")
{
    [Fact]
    public Task More_subtasks_than_key_groups_are_reported() => VerifyOptionsAsync("[|Parallelism = 8|], MaxParallelism = 4");

    [Fact]
    public Task More_subtasks_than_key_groups_are_reported_in_any_order() => VerifyOptionsAsync("MaxParallelism = 4, [|Parallelism = 8|]");

    [Fact]
    public Task More_subtasks_than_the_default_are_reported() => VerifyOptionsAsync("[|Parallelism = 129|]");

    [Fact]
    public Task An_uneven_share_is_reported() => VerifyOptionsAsync("[|Parallelism = 3|], MaxParallelism = 4");

    [Fact]
    public Task An_uneven_share_of_the_default_is_reported() => VerifyOptionsAsync("[|Parallelism = 90|]");

    [Fact]
    public Task Constants_are_reported() => VerifyAsync("""
        internal static class Job
        {
            private const int Subtasks = 8;

            public static PipelineOptions Configure() => new() { JobId = "job", [|Parallelism = Subtasks|], MaxParallelism = Subtasks / 2 };
        }
        """);

    [Fact]
    public Task Both_in_a_copy_are_reported() => VerifyAsync("""
        internal static class Job
        {
            public static PipelineOptions Configure(PipelineOptions options) => options with { [|Parallelism = 8|], MaxParallelism = 4 };
        }
        """);

    [Fact]
    public Task Options_of_a_host_are_reported() => VerifyAsync("""
        internal static class Job
        {
            public static OperatorHostOptions Configure(int subtask) => new() { [|Parallelism = 8|], MaxParallelism = 4, Subtask = subtask };
        }
        """);

    [Fact]
    public Task A_multiple_is_correct() => VerifyOptionsAsync("Parallelism = 3, MaxParallelism = 6");

    [Fact]
    public Task As_many_are_correct() => VerifyOptionsAsync("Parallelism = 4, MaxParallelism = 4");

    [Fact]
    public Task Many_more_are_correct() => VerifyOptionsAsync("Parallelism = 3, MaxParallelism = 128");

    [Fact]
    public Task The_default_is_correct() => VerifyOptionsAsync("Parallelism = 12");

    [Fact]
    public Task Key_groups_alone_are_correct() => VerifyOptionsAsync("MaxParallelism = 4");

    [Fact]
    public Task A_number_that_is_computed_is_correct() => VerifyOptionsAsync("Parallelism = Environment.ProcessorCount, MaxParallelism = 4");

    [Fact]
    public Task A_copy_of_unknown_key_groups_is_correct() => VerifyAsync("""
        internal static class Job
        {
            public static PipelineOptions Configure(PipelineOptions options) => options with { Parallelism = 200 };
        }
        """);

    [Fact]
    public Task Key_groups_that_are_set_later_are_correct() => VerifyAsync("""
        internal static class Job
        {
            private static readonly PipelineOptions s_options = new() { JobId = "job", Parallelism = 200 };

            public static PipelineOptions Configure() => s_options with { MaxParallelism = 400 };
        }
        """);

    private Task VerifyOptionsAsync(string options) => VerifyAsync($$"""
        internal static class Job
        {
            public static Task RunAsync(RunnablePipeline pipeline) => pipeline.RunAsync(new PipelineOptions { JobId = "job", {{options}} });
        }
        """);
}
