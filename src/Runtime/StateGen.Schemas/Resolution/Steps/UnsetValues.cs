using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>
/// A value state that admits no null has no mark for "never set": a row holds the default of its type then, and what was set to that default is the same. Where the
/// next shape can tell the two apart, because it admits null or because an upgrade makes it, the default is read as never set.
/// </summary>
internal static class UnsetValues
{
    /// <summary>How a row holds a value that was never set; null when that is nil.</summary>
    /// <param name="schema">The schema that the row is in.</param>
    /// <param name="state">A state of it.</param>
    public static DefaultValue? Of(OperatorSchema schema, StateSchema state) =>
        state.Kind == StateKind.Value ? Of(schema, TypeExpression.Parse(state.Type)) : null;

    /// <summary>A plan by which the default of a type becomes nil.</summary>
    /// <param name="schema">The schema that the row is in.</param>
    /// <param name="stored">The type of a value state of it.</param>
    /// <param name="plan">What is done to every other value.</param>
    public static ValuePlan Omit(OperatorSchema schema, TypeExpression stored, ValuePlan plan) =>
        Of(schema, stored) is { } unset ? new NilIfDefaultPlan(plan, unset) : plan;

    private static DefaultValue? Of(OperatorSchema schema, TypeExpression type) =>
        new DefaultValues(schema, isStored: true).Of(type) is { } unset && unset != NilDefault.Instance ? unset : null;
}
