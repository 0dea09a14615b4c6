using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Recognizes additions to a dictionary that only remembers what a static function returns for a key: the same for every key of the operator, and computed
/// again where it is lost. The values must not be able to change.
/// </summary>
/// <param name="source">The source of the compilation.</param>
/// <param name="types">The types whose values can change.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class MemoCaches(SourceCode source, CarriedTypes types, CancellationToken cancellationToken)
{
    private const int MaxDepth = 4;

    /// <summary>Indicates whether a change of a field adds such a value.</summary>
    public bool IsFilledBy(IOperation change) => source.Find(change.Syntax, cancellationToken) switch
    {
        IInvocationOperation { TargetMethod.Name: "GetOrAdd", Instance: { } cache, Arguments: [_, { Value: var factory }] } =>
            IsCache(cache) && Callees.FunctionOf(factory) is { } function && IsPure(function, 0),
        IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance: { } cache, Arguments: [{ Value: var key }, { Value: var value }] } =>
            IsCache(cache) && IsComputed(value, key, 0),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } cache, Arguments: [{ Value: var key }] }, Value: var value } =>
            IsCache(cache) && IsComputed(value, key, 0),
        _ => false,
    };

    private bool IsCache(IOperation cache) =>
        cache.Type is INamedTypeSymbol { Name: "Dictionary" or "ConcurrentDictionary", TypeArguments: [_, var value] } && !types.MayCarry(value);

    // The result of a call that receives nothing but the key, or a variable that holds only such results and what the cache had.
    private bool IsComputed(IOperation value, IOperation key, int depth) => depth < MaxDepth && OperationContext.Unwrap(value) switch
    {
        IInvocationOperation { Instance: null, TargetMethod: var method } call => IsPure(method, 0)
            && call.Arguments.All(argument => IsKey(argument.Value, key)) && !call.Arguments.All(argument => argument.Value.ConstantValue.HasValue),
        ISimpleAssignmentOperation { Value: var assigned } => IsComputed(assigned, key, depth + 1),
        ILocalReferenceOperation variable => HasOnlyComputed(variable, key, depth),
        _ => false,
    };

    private static bool IsKey(IOperation argument, IOperation key) =>
        argument.ConstantValue.HasValue || (SyntaxFactory.AreEquivalent(argument.Syntax, key.Syntax) && !key.DescendantsAndSelf().Any(IsCall));

    private static bool IsCall(IOperation operation) => operation is IInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation;

    private bool HasOnlyComputed(ILocalReferenceOperation variable, IOperation key, int depth)
    {
        var initial = LocalVariables.FindInitialValue(variable);
        var isComputed = initial is not null && IsComputed(initial, key, depth + 1);
        if (initial is not null && !isComputed)
            return false;
        foreach (var use in LocalVariables.UsesOf(variable.Local, variable))
        {
            if (use.Parent is IAssignmentOperation assignment && assignment.Target == use)
            {
                if (assignment is not ISimpleAssignmentOperation || !IsComputed(assignment.Value, key, depth + 1))
                    return false;
                isComputed = true;
            }
            else if (OperationContext.AncestorsOf(use).OfType<IArgumentOperation>().FirstOrDefault()
                is { Parameter.RefKind: not RefKind.None, Parent: var user } && user is not IInvocationOperation { TargetMethod.Name: "TryGetValue" })
            {
                return false;
            }
        }

        return isComputed;
    }

    private bool IsPure(IMethodSymbol method, int depth)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (depth >= MaxDepth || !(definition.IsStatic || definition.MethodKind == MethodKind.AnonymousFunction))
            return false;
        if (!Callees.IsInSource(definition))
            return IsPureType(definition.ContainingType);
        var bodies = source.BodiesOf(definition, cancellationToken).ToArray();
        return bodies.Length > 0 && Array.TrueForAll(bodies, body => body.DescendantsAndSelf().All(operation => IsPure(operation, body.Syntax, depth)));
    }

    private bool IsPure(IOperation operation, SyntaxNode body, int depth) => operation switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => false,
        IFieldReferenceOperation { Instance: null, Field: var field } => field.IsConst || (field.IsReadOnly && !types.MayCarry(field.Type)),
        IPropertyReferenceOperation { Property: var property } => !Callees.IsInSource(property) && IsPureType(property.ContainingType),
        IInvocationOperation { TargetMethod: var method } => method.MethodKind != MethodKind.DelegateInvoke
            && (method.IsStatic ? IsPure(method, depth + 1) : !Callees.IsInSource(method.OriginalDefinition) && IsPureType(method.ContainingType)),
        IObjectCreationOperation { Type: INamedTypeSymbol type } => !Callees.IsInSource(type) && IsPureType(type),
        ILocalReferenceOperation { Local: var local } => IsDeclaredIn(local, body),
        IParameterReferenceOperation { Parameter: var parameter } => IsDeclaredIn(parameter, body),
        _ => true,
    };

    // Types of the framework whose members compute from what they receive.
    private static bool IsPureType(INamedTypeSymbol? type) => type is not null && (type.ContainingNamespace?.ToDisplayString() switch
    {
        "System" => type.SpecialType is SpecialType.System_String or SpecialType.System_Char or SpecialType.System_Boolean or SpecialType.System_Array
                or SpecialType.System_Nullable_T
            || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double
            || type.Name is "Math" or "MathF" or "Convert" or "BitConverter" or "TimeSpan" or "Half" or "Int128" or "UInt128" or "StringComparer" or "Span"
                or "ReadOnlySpan" or "MemoryExtensions" or "Tuple" or "ValueTuple" or "Range" or "Index" or "Uri",
        "System.Text" => type.Name is "StringBuilder" or "Encoding" or "Rune",
        "System.Text.RegularExpressions" or "System.Globalization" or "System.Linq" or "System.Numerics" or "System.Collections.Generic"
            or "System.Collections.Immutable" => true,
        "System.Security.Cryptography" => type.Name.StartsWith("SHA", System.StringComparison.Ordinal),
        _ => false,
    });

    private static bool IsDeclaredIn(ISymbol variable, SyntaxNode body) => variable.DeclaringSyntaxReferences
        .Any(reference => reference.SyntaxTree == body.SyntaxTree && body.Span.Contains(reference.Span));
}
