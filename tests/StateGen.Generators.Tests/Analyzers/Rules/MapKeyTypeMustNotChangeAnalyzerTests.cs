using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class MapKeyTypeMustNotChangeAnalyzerTests() : SchemaRuleTests("SG4011")
{
    private const string Names = "[State] private partial MapState<int, string> Names { get; }";

    [Fact]
    public Task Another_type_is_reported_at_the_state() => VerifyAfterAsync(
        Operator(Names), Operator("[State] private partial [|MapState<long, string>|] Names { get; }"), "State 'Names' of operator 'sample' could not be restored");

    [Fact]
    public Task Another_type_of_the_values_is_another_rule() => VerifyAfterAsync(
        Operator("[State] private partial MapState<int, int> Names { get; }"), Operator("[State] private partial {|SG4008:MapState<int, long>|} Names { get; }"));
}
