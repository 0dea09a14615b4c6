using StateGen.Schemas;
using StateGen.Schemas.Resolution;

namespace StateGen.Tests.Schemas.Resolution;

/// <summary>Schemas of one value state X or map state M, and what the resolver says about two of them.</summary>
internal static class Resolved
{
    /// <summary>The schema of an operator, written as text without its first two lines.</summary>
    public static OperatorSchema Schema(string text, string key = "string") => OperatorSchema.Parse($"operator probe\n  key {key}\n{text}");

    public static OperatorSchema Value(string type, string types = "") => Schema($"  value X: {type}\n{types}");

    public static OperatorSchema List(string type, string types = "") => Schema($"  list X: {type}\n{types}");

    public static SchemaResolution Step(OperatorSchema stored, OperatorSchema declared, params StateUpgradeSchema[] upgrades) =>
        SchemaResolver.Resolve(stored, declared, [.. upgrades]);

    public static SchemaChange Refusal(OperatorSchema stored, OperatorSchema declared, params StateUpgradeSchema[] upgrades) =>
        Assert.Single(Step(stored, declared, upgrades).Changes, change => change.IsRefused);

    public static SchemaChangeKind[] Allowed(OperatorSchema stored, OperatorSchema declared, params StateUpgradeSchema[] upgrades)
    {
        var resolution = Step(stored, declared, upgrades);
        Assert.True(resolution.IsAccepted, string.Join("\n", resolution.Changes));
        return [.. resolution.Changes.Select(change => change.Kind)];
    }

    public static StateMigration Migration(OperatorSchema stored, OperatorSchema declared, params StateUpgradeSchema[] upgrades) =>
        Step(stored, declared, upgrades).Migrations[0].States.Single();
}
