using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>
/// Recognizes random generators without a seed. One that a callback makes is a source where it is made. One that a field holds is a source where numbers are
/// drawn from it, or where it is passed on.
/// </summary>
internal static class RandomNumbers
{
    /// <summary>The name of the source; null if the operation is none.</summary>
    public static string? Find(IOperation operation, SourceCode code, CancellationToken cancellationToken) => operation switch
    {
        IObjectCreationOperation creation when IsUnseeded(creation) && !IsPrepared(creation) => "new Random()",
        IInvocationOperation { Instance: { } instance, TargetMethod: var method } when IsRandom(method.ContainingType)
            && IsHeld(instance, code, cancellationToken) =>
            $"Random.{method.Name}",
        IFieldReferenceOperation or IPropertyReferenceOperation
            when IsRandom(operation.Type) && IsPassedOn(operation) && IsHeld(operation, code, cancellationToken) =>
                ((IMemberReferenceOperation)operation).Member.Name,
        _ => null,
    };

    /// <summary>Indicates whether a call draws from a generator that its own body makes, and that is reported where it is made.</summary>
    public static bool IsMadeInPlace(IInvocationOperation call) =>
        call is { Instance: { } instance, TargetMethod.ContainingType.Name: "RandomNumberGenerator" } && ValueOf(instance) is IInvocationOperation;

    private static bool IsRandom(ITypeSymbol? type) =>
        type is { Name: "Random", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsUnseeded(IOperation operation) => operation is IObjectCreationOperation { Arguments.IsEmpty: true, Type: var type }
        && IsRandom(type);

    private static bool IsSeededByChance(IOperation operation) =>
        operation is IObjectCreationOperation { Arguments: [{ Value: var seed }], Type: var type } && IsRandom(type) && UnstableSources.IsRead(seed);

    private static bool IsShared(IOperation operation) => operation is IPropertyReferenceOperation { Property.Name: "Shared", Type: var type }
        && IsRandom(type);

    // A constructor or an initializer puts the generator into a field. It counts where it is used.
    private static bool IsPrepared(IOperation creation) =>
        OperationContext.AncestorsOf(creation).Any(static ancestor => ancestor is IFieldInitializerOperation or IPropertyInitializerOperation)
        || (OperationContext.RootOf(creation) is IConstructorBodyOperation
            && OperationContext.AncestorsOf(creation).Any(static ancestor => ancestor is IAssignmentOperation { Target: IMemberReferenceOperation }))
        || OperationContext.RootOf(creation) is not (IMethodBodyOperation or IBlockOperation or IConstructorBodyOperation);

    private static bool IsPassedOn(IOperation reference) => OperationContext.ConsumerOf(reference) is IArgumentOperation or IReturnOperation;

    // The generator is in a field that the source fills with one without a seed.
    private static bool IsHeld(IOperation generator, SourceCode code, CancellationToken cancellationToken) =>
        HolderOf(generator) is { } holder && Callees.IsInSource(holder)
        && code.ValuesOf(holder, cancellationToken)
            .Any(static value => value.DescendantsAndSelf().Any(static part => IsUnseeded(part) || IsShared(part) || IsSeededByChance(part)));

    private static ISymbol? HolderOf(IOperation generator) => ValueOf(generator) switch
    {
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "ThreadLocal" or "Lazy" or "AsyncLocal" }, Instance: { } instance } =>
            HolderOf(instance),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => HolderOf(instance),
        IArrayElementReferenceOperation element => HolderOf(element.ArrayReference),
        IFieldReferenceOperation { Field: var field } => field,
        IPropertyReferenceOperation { Property: var property } => property,
        _ => null,
    };

    private static IOperation ValueOf(IOperation expression)
    {
        var value = OperationContext.Unwrap(expression);
        if (value is IConditionalAccessInstanceOperation && OperationContext.AccessedBy(value) is { } accessed)
            return ValueOf(accessed);
        return value is ILocalReferenceOperation variable && LocalVariables.FindAssignedOnce(variable) is { } held ? ValueOf(held) : value;
    }
}
