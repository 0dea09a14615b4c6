using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;

namespace StateGen.Analyzers.SG2000;

/// <summary>Represents a rule about the code of operators. One instance serves all compilations concurrently and therefore has no mutable state.</summary>
internal abstract class OperatorCodeRule(DiagnosticDescriptor rule)
{
    public DiagnosticDescriptor Rule => rule;

    /// <summary>
    /// Gets the action that analyzes every call in the compilation, for code that belongs to an operator but is elsewhere; null if the rule needs none.
    /// </summary>
    public virtual Action<CodeOperation>? LookAtCall => null;

    /// <summary>Registers the actions for one operator.</summary>
    /// <param name="context">The start of the operator. Actions registered here receive its members, including nested types and lambdas.</param>
    /// <param name="code">The code of the operator, which is complete at its end.</param>
    /// <returns>The action to run at the end of the operator; null if there is none.</returns>
    public abstract Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code);
}

/// <summary>Represents a rule about the flow of values through the code of operators that reports a mistake at once.</summary>
internal abstract class FlowRule(DiagnosticDescriptor rule) : OperatorCodeRule(rule)
{
    public sealed override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => null;

    /// <summary>The mistakes in a member.</summary>
    /// <param name="flow">The flow of values through the member.</param>
    public abstract IEnumerable<Diagnostic> Find(MemberFlow flow);
}
