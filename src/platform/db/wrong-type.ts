/** A statement asks for or is given a type that is not spoken here: a bug in it, not a database that is away. */
export class WrongType extends TypeError {}
