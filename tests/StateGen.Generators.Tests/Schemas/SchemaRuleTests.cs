using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Schemas;

/// <summary>The tests of one rule about recorded schemas: what was shipped is made from the code of earlier versions.</summary>
public abstract class SchemaRuleTests(string ruleId) : RuleTests(ruleId)
{
    /// <summary>Checks the marks of a version after others were shipped.</summary>
    /// <param name="shipped">The code of the shipped version.</param>
    /// <param name="marked">The code of the next.</param>
    /// <param name="messages">Parts of the messages of the rule, each of which one message must have.</param>
    protected Task VerifyAfterAsync(string shipped, string marked, params string[] messages) =>
        VerifyAsync(RecordedProject.After(shipped + Neighbour), marked, messages);

    private protected Task VerifyAsync(RecordedProject recorded, string marked, params string[] messages) => VerifyAsync(marked, recorded.Files, messages);

    /// <summary>An operator with the given members.</summary>
    protected static string Operator(string members, string moreTypes = "", string key = "string", string id = "\"sample\"") => $$"""
        [Operator({{id}})]
        internal sealed partial class Sample : KeyedOperator<{{key}}, int, int>
        {
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        {{moreTypes}}
        """;
}
