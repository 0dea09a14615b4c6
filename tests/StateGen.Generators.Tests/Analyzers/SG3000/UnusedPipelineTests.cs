namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class UnusedPipelineTests() : RuleTests("SG3008")
{
    [Theory]
    [InlineData("events.[|Select|](value => value + 1);")]
    [InlineData("events.Where(value => value > 0).[|KeyBy|](value => value);")]
    [InlineData("events.Union(events).KeyBy(value => value).[|Process|](() => new Sample());")]
    [InlineData("events.KeyBy(value => value).[|Connect|](events.KeyBy(value => value));")]
    [InlineData("events.[|To|](sink);")]
    [InlineData("Pipeline.[|Combine|](events.To(sink));")]
    [InlineData("Pipeline.[|From|](source);")]
    [InlineData("if (sink is not null) { events.To(sink).[|WithDeadLetters|](null!); }")]
    [InlineData("[|Build()|]; EventStream<int> Build() => events;")]
    public Task A_result_that_is_dropped_is_reported(string statement) => VerifyStatementsAsync(statement);

    [Theory]
    [InlineData("var [|positive|] = events.Where(value => value > 0);")]
    [InlineData("RunnablePipeline used = events.To(sink), [|unused|] = events.To(sink); _ = used;")]
    [InlineData("var samples = events.KeyBy(value => value).Process(() => new Sample()); var [|late|] = samples.SideOutput(new OutputTag<int>(\"late\")); _ = samples.To(sink);")]
    public Task A_variable_that_nothing_uses_is_reported(string statements) => VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("_ = events.Select(value => value + 1);")]
    [InlineData("_ = events.To(sink).RunAsync(new() { JobId = \"job\" });")]
    [InlineData("Action build = () => events.To(sink); build();")]
    [InlineData("var pipeline = events.To(sink); Console.WriteLine(pipeline.Explain());")]
    [InlineData("EventStream<int> all; all = events.Union(events);")]
    [InlineData("foreach (var part in new[] { events }) { }")]
    [InlineData("events.ToString(); sink.ToString(); new Sample();")]
    public Task Results_that_are_used_or_discarded_on_purpose_are_correct(string statements) => VerifyStatementsAsync(statements);

    private Task VerifyStatementsAsync(string statements) => VerifyAsync($$"""
        internal static class Job
        {
            public static void Run(EventStream<int> events, ISource<int> source, ISink<int> sink)
            {
                {{statements}}
            }
        }

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<int, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);
}
