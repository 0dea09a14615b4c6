using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow;

/// <summary>Tells which state a use comes to.</summary>
internal static class StateUses
{
    /// <summary>The beginning of a message, such as <c>'Count'</c>, or <c>'Reset' uses 'Count', which</c>; null where no state is used.</summary>
    public static string? Describe(MemberUse use, CallGraph calls)
    {
        if (calls.FindState(use.Used) is not { } state)
            return null;
        return SymbolEqualityComparer.Default.Equals(use.Used, state) ? $"'{state.Name}'" : $"'{use.Used.Name}' uses '{state.Name}', which";
    }
}
