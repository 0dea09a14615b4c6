using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>A hand-written codec for one type.</summary>
/// <param name="Codec">The struct.</param>
/// <param name="Type">The type that it is for, without regard to null.</param>
/// <param name="IsForValues">Whether it implements <c>ICodec</c>.</param>
/// <param name="IsForKeys">Whether it implements <c>IKeyCodec</c>.</param>
/// <param name="Version">The version of what it writes.</param>
/// <param name="Attribute">What registers it.</param>
internal sealed record ExternalCodec(INamedTypeSymbol Codec, ITypeSymbol Type, bool IsForValues, bool IsForKeys, int Version, AttributeData Attribute);
