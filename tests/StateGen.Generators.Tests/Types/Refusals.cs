using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

/// <summary>What the parser says of states whose types cannot be kept.</summary>
internal static class Refusals
{
    public static void AssertUnsupported(string declarations, string type, string path, string reason) => AssertRefused("SG1009", declarations, type, path, reason);

    public static void AssertMutable(string declarations, string type, string path, string reason) => AssertRefused("SG1010", declarations, type, path, reason);

    /// <summary>An operator with members of its own.</summary>
    public static string Operator(string members) => $$"""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            {{members}}
        }
        """;

    private static void AssertRefused(string id, string declarations, string type, string path, string reason)
    {
        var problem = Assert.Single(Generated.FromWrong(declarations, Operator($"[State] internal partial {type}? X {{ get; set; }}")).Problems());
        Assert.Equal((id, $"State 'X' cannot hold {path}: {reason}"), (problem.Id, problem.Message));
    }
}
