namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class RepeatedOperatorIdTests() : RuleTests("SG1024")
{
    [Fact]
    public Task A_second_use_further_down_is_reported() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process([|() => new Sample()|]);");

    [Fact]
    public Task Every_further_use_is_reported() => VerifyPipelineAsync("""
        _ = events.KeyBy(value => value).Process(() => new Sample())
            .KeyBy(value => value).Process([|() => new Sample()|])
            .KeyBy(value => value).Process([|() => new Sample()|]);
        """);

    [Fact]
    public Task An_id_that_is_given_twice_is_reported() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Sample(), \"a\").KeyBy(value => value).Process(() => new Other(), id: [|\"a\"|]);");

    [Fact]
    public Task The_id_of_another_operator_is_reported() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Other()).KeyBy(value => value).Process(() => new Sample(), id: [|\"other\"|]);");

    [Fact]
    public Task A_generic_operator_has_one_id_for_all_its_types() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Generic<int>()).KeyBy(value => value).Process([|() => new Generic<long>()|]);");

    [Fact]
    public Task A_variable_between_the_two_does_not_help() => VerifyPipelineAsync("""
        var first = events.KeyBy(value => value).Process(() => new Sample());
            var keyed = first.KeyBy(value => value);
            _ = keyed.Process([|() => { return new Sample(); }|]);
        """);

    [Theory]
    [InlineData("left.Union(right).KeyBy(value => value)")]
    [InlineData("left.KeyBy(value => value).Connect(right.KeyBy(value => value))")]
    [InlineData("left.Union(new EventStream<int>[] { right, right }).Union([left])")]
    [InlineData("Pipeline.Combine(left.To(sink), left.Where(value => value > 0).To(sink), right.To(sink))")]
    [InlineData("Pipeline.Combine([left.To(sink), left.Union(right.Select(value => -value)).To(sink)])")]
    public Task Two_branches_that_are_brought_together_are_reported(string combined) => VerifyPipelineAsync($$"""
        ISink<int> sink = null!;
            _ = sink;
            var left = events.KeyBy(value => value).Process(() => new Sample());
            var right = events.KeyBy(value => -value).Process([|() => new Sample()|]);
            _ = {{combined}};
        """);

    [Fact]
    public Task One_use_in_several_branches_is_correct() => VerifyPipelineAsync("""
        ISink<int> sink = null!;
            var shared = events.KeyBy(value => value).Process(() => new Sample());
            var other = shared.KeyBy(value => value).Process(() => new Other());
            RunnablePipeline[] pipelines = [shared.To(sink), other.To(sink), shared.Union(other).To(sink)];
            _ = Pipeline.Combine(pipelines);
        """);

    [Fact]
    public Task A_use_upstream_of_a_branch_is_reported_once() => VerifyPipelineAsync("""
        ISink<int> sink = null!;
            var shared = events.KeyBy(value => value).Process(() => new Sample());
            var other = shared.KeyBy(value => value).Process([|() => new Sample()|]);
            _ = Pipeline.Combine(shared.To(sink), other.To(sink));
        """);

    [Fact]
    public Task An_id_of_its_own_is_correct() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process(() => new Sample(), id: \"second\");");

    [Fact]
    public Task Different_operators_are_correct() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process(() => new Other());");

    [Fact]
    public Task Two_pipelines_may_use_one_operator() => VerifyPipelineAsync("""
        _ = events.KeyBy(value => value).Process(() => new Sample());
            _ = events.KeyBy(value => value).Process(() => new Sample());
        """);

    [Fact]
    public Task An_id_that_only_the_program_knows_is_correct() => VerifyPipelineAsync(
        "_ = events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process(() => new Sample(), id: Environment.MachineName);");

    [Fact]
    public Task A_variable_that_is_assigned_again_may_hold_another_pipeline() => VerifyPipelineAsync("""
        var stream = events.KeyBy(value => value).Process(() => new Sample());
            stream = events.KeyBy(value => value).Process(() => new Other());
            _ = stream.KeyBy(value => value).Process(() => new Sample());
        """);

    [Fact]
    public Task A_variable_of_the_same_name_in_other_code_is_another_one() => VerifyPipelineAsync(
        """
        var stream = events.KeyBy(value => value).Process(() => new Sample());
            _ = stream.KeyBy(value => value).Process([|() => new Sample()|]);
        """,
        "internal static class Elsewhere { public static string Show(string? stream) { stream = stream + stream; return stream; } }");

    [Fact]
    public Task A_variable_that_its_own_value_uses_does_not_compile_and_ends_the_search() => VerifyPipelineAsync(
        "EventStream<int> stream = {|CS0165:stream|}.KeyBy(value => value).Process(() => new Sample());");

    [Fact]
    public Task A_method_of_the_same_name_is_another_one() => VerifyPipelineAsync(
        "new Mine().Process(() => new Sample()).Process(() => new Sample());",
        "internal sealed class Mine { public Mine Process(Func<Sample> create) { create(); return this; } }");

    private Task VerifyPipelineAsync(string statements, string moreTypes = "") => VerifyAsync($$"""
        internal static class Program
        {
            public static void Run(EventStream<int> events)
            {
                events.ToString();
                {{statements}}
            }
        }

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<int, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("other")]
        internal sealed partial class Other : KeyedOperator<int, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("generic")]
        internal sealed partial class Generic<T> : KeyedOperator<int, int, int>
        {
            [State] private partial ListState<T> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        {{moreTypes}}
        """);
}
