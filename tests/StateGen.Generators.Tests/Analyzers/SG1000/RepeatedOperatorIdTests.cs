namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class RepeatedOperatorIdTests() : RuleTests("SG1024")
{
    [Fact]
    public Task A_second_use_further_down_is_reported() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process([|() => new Sample()|]);");

    [Fact]
    public Task Every_further_use_is_reported() => VerifyPipelineAsync("""
        events.KeyBy(value => value).Process(() => new Sample())
            .KeyBy(value => value).Process([|() => new Sample()|])
            .KeyBy(value => value).Process([|() => new Sample()|]);
        """);

    [Fact]
    public Task An_id_that_is_given_twice_is_reported() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Sample(), \"a\").KeyBy(value => value).Process(() => new Other(), id: [|\"a\"|]);");

    [Fact]
    public Task The_id_of_another_operator_is_reported() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Other()).KeyBy(value => value).Process(() => new Sample(), id: [|\"other\"|]);");

    [Fact]
    public Task A_generic_operator_has_one_id_for_all_its_types() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Generic<int>()).KeyBy(value => value).Process([|() => new Generic<long>()|]);");

    [Fact]
    public Task A_variable_between_the_two_does_not_help() => VerifyPipelineAsync("""
        var first = events.KeyBy(value => value).Process(() => new Sample());
            var keyed = first.KeyBy(value => value);
            keyed.Process([|() => { return new Sample(); }|]);
        """);

    [Fact]
    public Task An_id_of_its_own_is_correct() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process(() => new Sample(), id: \"second\");");

    [Fact]
    public Task Different_operators_are_correct() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process(() => new Other());");

    [Fact]
    public Task Two_pipelines_may_use_one_operator() => VerifyPipelineAsync("""
        events.KeyBy(value => value).Process(() => new Sample());
            events.KeyBy(value => value).Process(() => new Sample());
        """);

    [Fact]
    public Task An_id_that_only_the_program_knows_is_correct() => VerifyPipelineAsync(
        "events.KeyBy(value => value).Process(() => new Sample()).KeyBy(value => value).Process(() => new Sample(), id: Environment.MachineName);");

    [Fact]
    public Task A_variable_that_is_assigned_again_may_hold_another_pipeline() => VerifyPipelineAsync("""
        var stream = events.KeyBy(value => value).Process(() => new Sample());
            stream = events.KeyBy(value => value).Process(() => new Other());
            stream.KeyBy(value => value).Process(() => new Sample());
        """);

    [Fact]
    public Task A_variable_of_the_same_name_in_other_code_is_another_one() => VerifyPipelineAsync(
        """
        var stream = events.KeyBy(value => value).Process(() => new Sample());
            stream.KeyBy(value => value).Process([|() => new Sample()|]);
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
