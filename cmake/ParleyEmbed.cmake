# parley_embed_lua(TARGET FILES...): compiles Lua sources to bytecode and puts that into TARGET, as the table that
# bindings/embedded.hpp declares, so that the binary needs nothing beside it.
function(parley_embed_lua target)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_lua.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND parley_embed "${output}" ${ARGN}
    DEPENDS ${ARGN} parley_embed
    COMMENT "Embedding the Lua half of the API"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

# parley_embed_texts(TARGET HEADER FUNCTION FILES...): puts files as they are into TARGET, under their folder's and their own
# name, as the table that FUNCTION gives and HEADER declares.
function(parley_embed_texts target header function)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_texts.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND parley_embed "${output}" --text ${header} ${function} ${ARGN}
    DEPENDS ${ARGN} parley_embed
    COMMENT "Embedding the texts of ${target}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
