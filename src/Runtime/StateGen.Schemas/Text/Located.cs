namespace StateGen.Schemas.Text;

/// <summary>Something that a document says, and where.</summary>
/// <typeparam name="T">The type of what is said.</typeparam>
/// <param name="Value">What is said.</param>
/// <param name="Line">The line on which it begins, from 0.</param>
public sealed record Located<T>(T Value, int Line);
