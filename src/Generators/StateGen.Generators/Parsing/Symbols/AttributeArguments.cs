using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Finds the arguments of attributes.</summary>
internal static class AttributeArguments
{
    /// <summary>Returns the value of an argument such as <c>Name = …</c>; a constant without a value if the argument is missing.</summary>
    public static TypedConstant Find(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;
}
