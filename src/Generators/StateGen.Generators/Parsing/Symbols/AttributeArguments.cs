using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Finds the arguments of attributes.</summary>
internal static class AttributeArguments
{
    /// <summary>The value of an argument such as <c>Name = …</c>; one without a value where it is left out.</summary>
    public static TypedConstant Find(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;
}
